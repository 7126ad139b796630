/** Says where and why a message is not what it should be. */
export class MalformedMessage extends Error {
  override readonly name = "MalformedMessage";
}

/** Checks one value that came in from outside; throws {@link MalformedMessage} where it does not fit. */
export type Decoder<T> = (value: unknown, path: string) => T;

/** What a decoder yields. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

function expected(what: string, path: string): never {
  throw new MalformedMessage(`${path}: ${what} expected`);
}

export const text: Decoder<string> = (value, path) => (typeof value === "string" ? value : expected("text", path));

export const flag: Decoder<boolean> = (value, path) =>
  typeof value === "boolean" ? value : expected("true or false", path);

export const number: Decoder<number> = (value, path) =>
  typeof value === "number" && Number.isFinite(value) ? value : expected("a number", path);

export const count: Decoder<number> = (value, path) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : expected("a whole number", path);

export const anything: Decoder<unknown> = (value) => value;

/** One of the words given. */
export function word<const W extends string>(...words: readonly W[]): Decoder<W> {
  return (value, path) => (words.includes(value as W) ? (value as W) : expected(words.join(" or "), path));
}

/** Absent and `null` are the same: undefined. */
export function optional<T>(decoder: Decoder<T>): Decoder<T | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : decoder(value, path));
}

/** As `optional`, with something in its place. */
export function withDefault<T>(decoder: Decoder<T>, fallback: T): Decoder<T> {
  return (value, path) => (value === undefined || value === null ? fallback : decoder(value, path));
}

export function list<T>(decoder: Decoder<T>): Decoder<readonly T[]> {
  return (value, path) =>
    Array.isArray(value) ? value.map((item, index) => decoder(item, `${path}[${index}]`)) : expected("a list", path);
}

type Fields<S> = { readonly [K in keyof S as undefined extends Decoded<S[K]> ? never : K]: Decoded<S[K]> } & {
  readonly [K in keyof S as undefined extends Decoded<S[K]> ? K : never]?: Decoded<S[K]>;
};

/** An object with at least these fields; others are dropped. */
export function record<S extends Record<string, Decoder<unknown>>>(shape: S): Decoder<Fields<S>> {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return expected("an object", path);
    const fields = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const [name, decoder] of Object.entries(shape)) {
      const decoded = decoder(fields[name], `${path}.${name}`);
      if (decoded !== undefined) result[name] = decoded;
    }
    return result as Fields<S>;
  };
}

/**
 * Reads JSON texts that say by their `type` what they are.
 *
 * @returns a function that gives the message, or null for a type that is not among `decoders`, and throws
 *   {@link MalformedMessage} where the text is no JSON object or a field is not what it should be
 */
export function readerOf<D extends Readonly<Record<string, Decoder<unknown>>>>(
  decoders: D,
): (frame: string) => Decoded<D[keyof D]> | null {
  return (frame) => {
    let value: unknown;
    try {
      value = JSON.parse(frame);
    } catch {
      throw new MalformedMessage("not JSON");
    }
    const { type } = record({ type: text })(value, "message");
    return Object.hasOwn(decoders, type) ? (decoders[type]?.(value, type) as Decoded<D[keyof D]>) : null;
  };
}
