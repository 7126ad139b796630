const CODE = /^\s*(\d{4})[\s-]?(\d{4})\s*$/;

/** A code as it is spelled, `1234-5678`, however it was typed; null for anything else. */
export function spokenCode(text: string): string | null {
  const [, first, second] = CODE.exec(text) ?? [];
  return first && second ? `${first}-${second}` : null;
}
