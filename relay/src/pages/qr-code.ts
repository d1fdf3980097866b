/*
 * QR codes (ISO/IEC 18004), byte mode, error correction level M, versions 1 to 20: enough for 666 bytes. Written here
 * because the page of the second factor must show one without a script and without a library in its path.
 */

const MAX_VERSION = 20;
const ECC_PER_BLOCK = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const at = (list: ArrayLike<number>, index: number): number => list[index] ?? 0;

/** Modules that hold data and error correction in this version. */
function rawModules(version: number): number {
  let count = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    count -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) count -= 36;
  }
  return count;
}

const totalCodewords = (version: number) => rawModules(version) >> 3;
const dataCodewords = (version: number) =>
  totalCodewords(version) - at(ECC_PER_BLOCK, version - 1) * at(BLOCKS, version - 1);

/** Multiplication in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function multiply(x: number, y: number): number {
  let z = 0;
  for (let i = 7; i >= 0; i -= 1) {
    z = (z << 1) ^ ((z >>> 7) * 0x11d);
    z ^= ((y >>> i) & 1) * x;
  }
  return z;
}

function generator(degree: number): Uint8Array {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i += 1) {
    for (let j = 0; j < degree; j += 1) {
      result[j] = multiply(at(result, j), root) ^ at(result, j + 1);
    }
    root = multiply(root, 2);
  }
  return result;
}

function remainder(data: Uint8Array, divisor: Uint8Array): Uint8Array {
  const result = new Uint8Array(divisor.length);
  for (const byte of data) {
    const factor = byte ^ at(result, 0);
    result.copyWithin(0, 1);
    result[result.length - 1] = 0;
    for (let i = 0; i < result.length; i += 1) {
      result[i] = at(result, i) ^ multiply(at(divisor, i), factor);
    }
  }
  return result;
}

/** Mode, length, bytes, terminator and padding. */
function encodeBytes(bytes: Uint8Array, version: number): Uint8Array {
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i -= 1) bits.push((value >>> i) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const capacity = dataCodewords(version) * 8;
  push(0, Math.min(4, capacity - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) push(pad, 8);
  const result = new Uint8Array(capacity / 8);
  for (const [i, bit] of bits.entries())
    result[i >> 3] = at(result, i >> 3) | (bit << (7 - (i & 7)));
  return result;
}

/** Splits into blocks, adds error correction, and interleaves. */
function addErrorCorrection(data: Uint8Array, version: number): Uint8Array {
  const blockCount = at(BLOCKS, version - 1);
  const eccLength = at(ECC_PER_BLOCK, version - 1);
  const total = totalCodewords(version);
  const shortBlocks = blockCount - (total % blockCount);
  const shortLength = Math.floor(total / blockCount) - eccLength;
  const divisor = generator(eccLength);
  const blocks: Uint8Array[] = [];
  for (let i = 0, start = 0; i < blockCount; i += 1) {
    const length = shortLength + (i < shortBlocks ? 0 : 1);
    blocks.push(data.subarray(start, start + length));
    start += length;
  }
  const corrections = blocks.map((block) => remainder(block, divisor));
  const result: number[] = [];
  for (let i = 0; i <= shortLength; i += 1) {
    for (const block of blocks) if (i < block.length) result.push(at(block, i));
  }
  for (let i = 0; i < eccLength; i += 1) for (const block of corrections) result.push(at(block, i));
  return Uint8Array.from(result);
}

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

class Matrix {
  readonly size: number;
  readonly dark: boolean[][];
  readonly #fixed: boolean[][];
  readonly #version: number;

  constructor(version: number) {
    this.#version = version;
    this.size = version * 4 + 17;
    const grid = () =>
      Array.from({ length: this.size }, () => Array<boolean>(this.size).fill(false));
    this.dark = grid();
    this.#fixed = grid();
    this.#drawPatterns();
  }

  get(x: number, y: number): boolean {
    return this.dark[y]?.[x] ?? false;
  }

  #set(x: number, y: number, dark: boolean): void {
    const row = this.dark[y];
    const fixed = this.#fixed[y];
    if (!row || !fixed || x < 0 || x >= this.size) return;
    row[x] = dark;
    fixed[x] = true;
  }

  #drawPatterns(): void {
    for (let i = 0; i < this.size; i += 1) {
      this.#set(6, i, i % 2 === 0);
      this.#set(i, 6, i % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [this.size - 4, 3],
      [3, this.size - 4],
    ] as const) {
      this.#drawRings(x, y, 4);
    }
    const places = this.#alignmentPlaces();
    const last = places.length - 1;
    for (const [i, x] of places.entries()) {
      for (const [j, y] of places.entries()) {
        const finder = (i === 0 && (j === 0 || j === last)) || (i === last && j === 0);
        if (!finder) this.#drawRings(x, y, 2);
      }
    }
    this.drawFormat(0);
    this.#drawVersion();
  }

  /** A finder (radius 4, with its light border) or an alignment pattern (radius 2). */
  #drawRings(x: number, y: number, radius: number): void {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        this.#set(x + dx, y + dy, radius === 4 ? ring !== 2 && ring !== 4 : ring !== 1);
      }
    }
  }

  #alignmentPlaces(): number[] {
    if (this.#version === 1) return [];
    const count = Math.floor(this.#version / 7) + 2;
    const step = Math.floor((this.#version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
    const places = Array.from({ length: count - 1 }, (_, i) => this.size - 7 - i * step);
    return [6, ...places.reverse()];
  }

  /** Level M (bits 00) and the mask, with their BCH code, twice. */
  drawFormat(mask: number): void {
    let rest = mask;
    for (let i = 0; i < 10; i += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((mask << 10) | rest) ^ 0x5412;
    const bit = (i: number) => ((bits >>> i) & 1) !== 0;
    for (let i = 0; i <= 5; i += 1) this.#set(8, i, bit(i));
    this.#set(8, 7, bit(6));
    this.#set(8, 8, bit(7));
    this.#set(7, 8, bit(8));
    for (let i = 9; i < 15; i += 1) this.#set(14 - i, 8, bit(i));
    for (let i = 0; i < 8; i += 1) this.#set(this.size - 1 - i, 8, bit(i));
    for (let i = 8; i < 15; i += 1) this.#set(8, this.size - 15 + i, bit(i));
    this.#set(8, this.size - 8, true);
  }

  #drawVersion(): void {
    if (this.#version < 7) return;
    let rest = this.#version;
    for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (this.#version << 12) | rest;
    for (let i = 0; i < 18; i += 1) {
      const dark = ((bits >>> i) & 1) !== 0;
      const a = this.size - 11 + (i % 3);
      const b = Math.floor(i / 3);
      this.#set(a, b, dark);
      this.#set(b, a, dark);
    }
  }

  /** The places of the codewords' bits, in their zigzag. */
  *#freePlaces(): Generator<[number, number]> {
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.size; step += 1) {
        const upward = ((right + 1) & 2) === 0;
        const y = upward ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) if (!this.#fixed[y]?.[x]) yield [x, y];
      }
    }
  }

  drawCodewords(codewords: Uint8Array): void {
    let i = 0;
    for (const [x, y] of this.#freePlaces()) {
      const row = this.dark[y];
      if (row && i < codewords.length * 8)
        row[x] = ((at(codewords, i >> 3) >>> (7 - (i & 7))) & 1) !== 0;
      i += 1;
    }
  }

  applyMask(mask: number): void {
    const flips = MASKS[mask];
    for (const [x, y] of this.#freePlaces()) {
      const row = this.dark[y];
      if (row && flips?.(x, y)) row[x] = !row[x];
    }
  }

  /** How hard this is to read: long runs, blocks, look-alikes of finders, imbalance. */
  penalty(): number {
    const lines = [
      ...this.dark,
      ...this.dark.map((_, x) => this.dark.map((row) => row[x] ?? false)),
    ].map((line) => line.map((dark) => (dark ? '1' : '0')).join(''));
    let sum = 0;
    for (const line of lines) {
      for (const run of line.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
      sum += 40 * (line.match(/(?=10111010000|00001011101)/g) ?? []).length;
    }
    for (let y = 1; y < this.size; y += 1) {
      for (let x = 1; x < this.size; x += 1) {
        const dark = this.get(x, y);
        const block =
          dark === this.get(x - 1, y) &&
          dark === this.get(x, y - 1) &&
          dark === this.get(x - 1, y - 1);
        if (block) sum += 3;
      }
    }
    const share = this.dark.flat().filter(Boolean).length / this.size ** 2;
    return sum + 10 * Math.floor(Math.abs(share - 0.5) * 20);
  }
}

/**
 * The QR code of a text.
 * @returns rows of modules, true is dark; the quiet zone of four modules is not part of it.
 * @throws {RangeError} beyond 666 bytes.
 */
export function qrCode(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  let version = 1;
  const fits = () => bytes.length + (version < 10 ? 2 : 3) <= dataCodewords(version);
  while (!fits()) {
    version += 1;
    if (version > MAX_VERSION) throw new RangeError('too long for a QR code');
  }
  const codewords = addErrorCorrection(encodeBytes(bytes, version), version);
  let best: Matrix | undefined;
  let bestPenalty = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < MASKS.length; mask += 1) {
    const matrix = new Matrix(version);
    matrix.drawCodewords(codewords);
    matrix.applyMask(mask);
    matrix.drawFormat(mask);
    const penalty = matrix.penalty();
    if (penalty < bestPenalty) [best, bestPenalty] = [matrix, penalty];
  }
  return best?.dark ?? [];
}
