import { AppError } from '@/lib/core/app-error';

/** All files of one workbook together, in bytes, once unpacked. */
const unpackedLimit = 400_000_000;

export interface ZipFile {
  name: string;
  data: Uint8Array;
}

interface Entry extends ZipFile {
  method: number;
}

/**
 * The XML files of a workbook. Unpacked by the browser, as far as a limit. Throws `table-locked` for
 * encrypted entries, `table-unreadable` for a damaged archive, `table-too-large` for a bomb.
 */
export async function unpackZip(
  archive: Uint8Array<ArrayBuffer>,
  limit = unpackedLimit,
): Promise<ZipFile[]> {
  let left = limit;
  const files: ZipFile[] = [];
  for (const { name, method, data: packed } of readDirectory(archive)) {
    // Pictures and the like are of no use.
    if (!/\.(xml|rels)$/.test(name)) continue;
    const data = method === 0 ? packed : await inflate(packed, left);
    left -= data.length;
    files.push({ name, data });
  }
  return files;
}

function readDirectory(archive: Uint8Array<ArrayBuffer>): Entry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    let end = archive.length - 22;
    while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
    let at = view.getUint32(end + 16, true);
    return Array.from({ length: view.getUint16(end + 10, true) }, () => {
      if (view.getUint32(at, true) !== 0x02014b50) throw new AppError('table-unreadable');
      if ((view.getUint16(at + 8, true) & 1) === 1) throw new AppError('table-locked');
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
        view.getUint16(at + offset, true),
      ) as [number, number, number];
      const local = view.getUint32(at + 42, true);
      const start =
        local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const entry = {
        name: new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength)),
        method: view.getUint16(at + 10, true),
        data: archive.subarray(start, start + view.getUint32(at + 20, true)),
      };
      at += 46 + nameLength + extraLength + commentLength;
      return entry;
    });
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : new AppError('table-unreadable', {}, thrown);
  }
}

async function inflate(data: Uint8Array, limit: number): Promise<Uint8Array> {
  const packed = new Blob([data as Uint8Array<ArrayBuffer>]).stream();
  const reader = packed.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new AppError('table-unreadable', {}, cause);
    });
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel().catch(() => {});
      throw new AppError('table-too-large');
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The same files as an archive without compression, for the reader of workbooks: with compression it trusts
 * the sizes an archive claims and starts workers from blobs, which our pages' policy refuses. Sizes and names
 * only: it looks at neither check sums nor dates.
 */
export function storeZip(files: readonly ZipFile[]): ArrayBuffer {
  const encoder = new TextEncoder();
  const entries = files.map(({ name, data }) => ({ name: encoder.encode(name), data }));
  const size = entries.reduce(
    (sum, { name, data }) => sum + 76 + 2 * name.length + data.length,
    22,
  );
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  const places: number[] = [];
  let at = 0;
  const header = (
    signature: number,
    shift: number,
    { name, data }: (typeof entries)[number],
  ): void => {
    view.setUint32(at, signature, true);
    view.setUint32(at + 18 + shift, data.length, true);
    view.setUint32(at + 22 + shift, data.length, true);
    view.setUint16(at + 26 + shift, name.length, true);
  };
  for (const entry of entries) {
    places.push(at);
    header(0x04034b50, 0, entry);
    out.set(entry.name, at + 30);
    out.set(entry.data, at + 30 + entry.name.length);
    at += 30 + entry.name.length + entry.data.length;
  }
  const directory = at;
  for (const [index, entry] of entries.entries()) {
    header(0x02014b50, 2, entry);
    view.setUint32(at + 42, places[index] ?? 0, true);
    out.set(entry.name, at + 46);
    at += 46 + entry.name.length;
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return out.buffer;
}
