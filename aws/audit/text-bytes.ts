const firstBytes = 1_048_576;
/** So large it becomes where that is not enough: memory that is not written to takes no room. */
const manyBytes = 134_217_728;
/** UTF-8 has at most so many bytes for a code unit of a string. */
const bytesPerUnitMax = 3;

/**
 * Texts in UTF-8, one after the other. A text that is handed to the SDK is in memory three times, and the register of a
 * large account has 60 MB; these bytes are there once, no longer text is ever made, and the next ones take their place.
 */
export class TextBytes {
  #bytes: Buffer = Buffer.alloc(0);

  /** Good until the next call. */
  of(texts: Iterable<string>): Uint8Array {
    let length = 0;
    for (const text of texts) {
      this.#reserve(length + text.length * bytesPerUnitMax, length);
      length += this.#bytes.write(text, length);
    }
    return this.#bytes.subarray(0, length);
  }

  #reserve(wanted: number, length: number): void {
    if (wanted <= this.#bytes.length) return;
    const usual = wanted <= firstBytes ? firstBytes : manyBytes;
    const larger = Buffer.allocUnsafeSlow(wanted <= usual ? usual : wanted * 2);
    this.#bytes.copy(larger, 0, 0, length);
    this.#bytes = larger;
  }
}
