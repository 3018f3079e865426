/** What may stand after `--metrics-to`. @throws BurstboxError usage; never with the text, which may hold a password */
import { BurstboxError } from '../../errors.ts';
import { METRICS_FORMS, type MetricsTo } from '../../plan/metrics-to.ts';

/** `FORM=URL`, each form at most once: k6 has one address for each. */
export function metricsTo(texts: string[], flag: string): MetricsTo[] {
  const all = texts.map((text) => destination(text, flag));
  const [first] = all.filter(({ form }, index) => all.findIndex((each) => each.form === form) !== index);
  if (first === undefined) return all;
  throw new BurstboxError(
    'usage',
    `--${flag} ${first.form}=… is given twice; expected one address for each form`,
  );
}

function destination(text: string, flag: string): MetricsTo {
  const [, name = '', address = ''] = /^([a-z]+)=(.*)$/s.exec(text) ?? [];
  const form = METRICS_FORMS.find((each) => each === name);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const user = part(url?.username);
  const password = part(url?.password);
  const isPlain = password !== undefined && !/^\$\{\w+\}$/.test(password);
  if (
    form === undefined ||
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    `${url.search}${url.hash}` !== '' ||
    isPlain
  )
    throw new BurstboxError(
      'usage',
      `--${flag}: expected ${METRICS_FORMS.join('=URL or ')}=URL such as prometheus=http://127.0.0.1:9090/api/v1/write, with a password only as the name of an environment variable: prometheus=https://me:\${PASSWORD}@metrics.example/api/v1/push`,
    );
  url.username = '';
  url.password = '';
  return {
    form,
    url: url.href,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  };
}

function part(text = ''): string | undefined {
  return text === '' || /%(?![0-9A-F]{2})/i.test(text) ? undefined : decodeURIComponent(text);
}
