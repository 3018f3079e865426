/** Named character references (HTML Living Standard §13.5): those of what must be escaped, of punctuation, and of Latin-1. */

const PUNCTUATION: Record<string, string> = {
  ...{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", Tab: '\t', NewLine: '\n', nbsp: '\u00a0' },
  ...{ excl: '!', num: '#', dollar: '$', percnt: '%', lpar: '(', rpar: ')', ast: '*', plus: '+', comma: ',' },
  ...{
    period: '.',
    sol: '/',
    colon: ':',
    semi: ';',
    equals: '=',
    quest: '?',
    commat: '@',
    lsqb: '[',
    lbrack: '[',
  },
  ...{ bsol: '\\', rsqb: ']', rbrack: ']', Hat: '^', lowbar: '_', grave: '`', lcub: '{', lbrace: '{' },
  ...{ verbar: '|', vert: '|', rcub: '}', rbrace: '}', tilde: '~', hyphen: '\u2010', euro: '\u20ac' },
};

/** From U+00A1 on, in their order. */
const LATIN_1 = `
  iexcl cent pound curren yen brvbar sect uml copy ordf laquo not
  shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil
  sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml
  Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH
  Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml
  Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave
  eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc
  otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
`;

export const ENTITIES: Record<string, string> = {
  ...PUNCTUATION,
  ...Object.fromEntries(
    LATIN_1.trim()
      .split(/\s+/)
      .map((name, at) => [name, String.fromCharCode(0xa1 + at)]),
  ),
};
