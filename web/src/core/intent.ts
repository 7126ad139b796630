/**
 * Something that a person wants done once, however often it has to be said. The server knows it by its key: the same wish has the
 * same key until it is done, be it sent again by itself or by another press of the button; another wish has another.
 */
export class Intent {
  readonly #newKey: () => string;
  #wish = "";
  #key: string | null = null;

  constructor(newKey: () => string = () => crypto.randomUUID()) {
    this.#newKey = newKey;
  }

  /** The `Idempotency-Key` of this wish. */
  keyFor(wish: unknown): string {
    const said = JSON.stringify(wish);
    if (this.#key === null || said !== this.#wish) {
      this.#wish = said;
      this.#key = this.#newKey();
    }
    return this.#key;
  }

  /** The server has done it: the same said once more is meant once more. */
  done(): void {
    this.#key = null;
  }
}
