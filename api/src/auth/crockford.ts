/** Crockford's base 32: nothing in it can be read as something else. */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** However it was typed: small letters, blanks, dashes, O for 0, I and L for 1. */
export const asTyped = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');

export const inGroups = (text: string, chars: number): string =>
  text.match(new RegExp(`.{1,${chars}}`, 'g'))?.join('-') ?? '';

/** The five further symbols of the check are used nowhere else. */
const CHECKS = `${ALPHABET}*~$=U`;

/** Tells a mistyped character, and two that changed places: the number modulo 37. */
export const checkSymbol = (text: string): string => {
  let rest = 0;
  for (const symbol of text) rest = (rest * 32 + ALPHABET.indexOf(symbol)) % CHECKS.length;
  return CHECKS.charAt(rest);
};
