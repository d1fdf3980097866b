/** Does a relay at this address run on this computer? Then nobody else reaches it, and it sleeps when the computer does. */
export function isLocalRelay(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
