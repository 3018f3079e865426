/** Which of the values that a journey captures are secrets. Pure. */
import type { Journey } from '../../contract/contract.ts';
import { SECRET_KEY } from '../../shared/request/secret-key.ts';
import { placeholdersIn } from '../../shared/request/template.ts';

/** Those whose names say so, and those that headers are made of: that is where a service is told who asks. */
export function secretCaptures({ enrol = [], tasks, leave = [], headers = {} }: Journey): Set<string> {
  const steps = [...enrol, ...tasks.flatMap((task) => task.steps), ...leave];
  const inHeaders = [headers, ...steps.map((step) => step.headers ?? {})]
    .flatMap((each) => Object.values(each))
    .flatMap(placeholdersIn);
  const captured = steps.flatMap(({ capture = {} }) => Object.keys(capture));
  return new Set(captured.filter((name) => inHeaders.includes(name) || SECRET_KEY.test(name)));
}
