/**
 * Reading values that came over the network, part by part: what is not as expected becomes the given
 * default, so that a newer or a broken server never breaks a page. Own properties only (S45).
 */
export type Known = Readonly<Record<string, unknown>>;

/** The value when it is an object with names, else an empty one. */
export function readObject(value: unknown): Known {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.assign(Object.create(null), value)
    : {};
}

export function readText(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}

export function readCount(value: unknown, otherwise = 0): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

export function readOptional<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null || value === undefined ? null : read(value);
}

export function readList<T>(value: unknown, read: (value: unknown) => T): T[] {
  return Array.isArray(value) ? value.map(read) : [];
}

export function readChoice<const T extends string>(
  value: unknown,
  allowed: readonly T[],
  otherwise: T,
): T {
  return allowed.find((one) => one === value) ?? otherwise;
}
