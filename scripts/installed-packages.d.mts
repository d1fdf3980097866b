type Packages = {
  packages?: Record<
    string,
    { version?: string; resolved?: string; integrity?: string; link?: boolean; optional?: boolean }
  >;
};
export function isInstalledFrom(lock: Packages, installed: Packages): boolean;
