/** Sends the steps of a journey, one after the other. */
import type { RequestBody } from 'k6/http';
import type { JourneyStep } from '../../contract/contract.ts';
import { mergedHeaders } from '../../shared/request/endpoint.ts';
import { jsonText } from '../../shared/request/long-numbers.ts';
import { type AnswerFault, answerFault, readsBody } from '../../shared/request/step-answer.ts';
import { fill, fillJson, type Values } from '../../shared/request/template.ts';
import { operate } from '../operation.ts';
import { pause } from '../pause.ts';
import type { Call } from '../send.ts';

/** How a list of steps is gone through. */
export interface Manner {
  /** Sent with every step; placeholders. */
  headers?: Record<string, string>;
  /** After a 401: what is known of the user who was made known anew; undefined when that failed. */
  renew?: () => Values | undefined;
  /** Told of every answer with an expected status that does not hold what the step says. */
  note: (step: JourneyStep, fault: AnswerFault) => void;
  /** Told of every value that a step captures. */
  captured?: (name: string, value: string) => void;
  /** Without the pauses of the steps. */
  hurried?: boolean;
}

const USUAL_STATUSES = [200, 201, 204];

/**
 * @param values what is known before; what the steps capture is added
 * @returns whether all went well; the first that fails is the last that is sent
 */
export function walk(steps: JourneyStep[], values: Values, manner: Manner): boolean {
  return steps.every((step) => {
    if (operate(callOf(step, values, manner)) === undefined) return false;
    if (step.think !== undefined && manner.hurried !== true) pause(step.think);
    return true;
  });
}

function callOf(step: JourneyStep, values: Values, manner: Manner): Call {
  const { op, path, expect = USUAL_STATUSES, json, form, text } = step;
  const hasBody = json !== undefined || form !== undefined || text !== undefined;
  const body = hasBody ? bodyOf(step, values) : undefined;
  const headers = headersOf(step, values, manner);
  return {
    op,
    method: step.method ?? (hasBody ? 'POST' : 'GET'),
    path: fill(path, values, encodeURIComponent),
    expect,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
    ...(readsBody(step) ? { keep: 'text' } : {}),
    verify(reply) {
      const fault = answerFault(step, reply, values);
      for (const name of Object.keys(step.capture ?? {})) manner.captured?.(name, String(values[name] ?? ''));
      if (fault === undefined) return undefined;
      manner.note(step, fault);
      return 'assertion';
    },
    renewed() {
      const known = manner.renew?.();
      return known === undefined ? undefined : callOf(step, Object.assign(values, known), manner);
    },
  };
}

function bodyOf({ json, form, text = '' }: JourneyStep, values: Values): RequestBody {
  if (json !== undefined) return jsonText(fillJson(json, values));
  if (form === undefined) return fill(text, values);
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, fill(value, values)]));
}

function headersOf(step: JourneyStep, values: Values, manner: Manner): Record<string, string> | undefined {
  const type = step.json === undefined ? undefined : { 'Content-Type': 'application/json' };
  const templates = mergedHeaders(mergedHeaders(type, manner.headers), step.headers);
  if (templates === undefined) return undefined;
  return Object.fromEntries(Object.entries(templates).map(([name, value]) => [name, fill(value, values)]));
}
