/** YAML with a remark before it. */
import { createRequire } from 'node:module';
import { SEAL } from './files.ts';

/** @param remark lines that say what the file is @param documents plain data, one document each */
export function yamlText(remark: string[], documents: object[]): string {
  const { YAML } = createRequire(import.meta.url)('zx') as {
    YAML: { stringify(value: object, options: object): string };
  };
  const head = [
    ...remark,
    `Written by \`burstbox export\`, which replaces it only while nobody has changed it (${SEAL}).`,
  ];
  const texts = documents.map((each) => YAML.stringify(each, FORM));
  return `${head.map((line) => `# ${line}\n`).join('')}${texts.join('---\n')}`;
}

/** Quoted also for those who still read YAML 1.1, where `no` is false: the first compose is one of them. */
const FORM = { lineWidth: 0, version: '1.1', aliasDuplicateObjects: false };
