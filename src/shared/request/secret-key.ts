/** Names of fields, parameters and headers whose values are secrets, wherever they stand. */
export const SECRET_KEY =
  /(pass(word|wd|phrase|code)?|secret|token|api[-_]?key|credentials?|authorization|cookie|bearer)$/i;
