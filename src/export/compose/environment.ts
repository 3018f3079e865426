/** Variables of a service as a compose file names them: secrets by reference to the environment of whoever starts it. */
import { SECRET_KEY } from '../../shared/request/secret-key.ts';

/** As a target file refers to a variable. */
const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A value that must not be known is left out, whether the target file has it or names it. */
export function composeEnvironment(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      SECRET_KEY.test(name) && value.search(REFERENCE) === -1 ? required(name) : withReferences(value),
    ]),
  );
}

/** Compose takes a dollar for the begin of a variable: https://docs.docker.com/reference/compose-file/interpolation/ */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function withReferences(value: string): string {
  const texts = value.split(REFERENCE);
  return texts.map((text, index) => (index % 2 === 1 ? required(text) : literal(text))).join('');
}

function required(name: string): string {
  return `\${${name}:?set the environment variable ${name}}`;
}
