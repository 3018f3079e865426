/** outcome.json: what happened in a scenario, before anyone judges it. */
import type { Leg } from '../../contract/contract.ts';
import type { ServiceExit } from './box.ts';

/** What first went wrong; later effects of it never replace it. */
export interface Cause {
  id:
    | 'target-oom-killed'
    | 'target-exited'
    | 'target-never-ready'
    | 'target-still-starting'
    | 'target-memory-critical'
    | 'limit-hopeless'
    | 'generator-failed'
    | 'generator-timeout'
    | 'generator-memory'
    | 'machine-memory'
    | 'script-failed'
    | 'not-supported'
    | 'interrupted';
  message: string;
  atMs: number;
}

/** A place where the service should tell of itself, and did not, or not always. */
export interface ProbeSilence {
  /** `prometheus`, `memory`, … */
  form: string;
  /** Path below the base URL, or a URL. */
  where: string;
  /**
   * `missing` answered 4xx, `failing` 5xx, `elsewhere` leads to another place, `form` is of another form, `unknown` has
   * metrics that nobody knows, `large` and `slow` were given up, `gone` gave no answer.
   */
  kind: 'missing' | 'failing' | 'elsewhere' | 'form' | 'unknown' | 'large' | 'slow' | 'gone';
  /** The last time's reason in words, to stand behind its place. */
  why: string;
  /** How often it was asked, and how often it told something. */
  asked: number;
  told: number;
}

export interface Outcome {
  schema: 'burstbox/outcome/1';
  profile: string;
  scenario: string;
  /** What was played: the plan's own legs, or those of a probe of `--search`. */
  legs?: Leg[];
  startedAtMs: number;
  finishedAtMs: number;
  /** From its start until the service answered; absent when it never did, or was running already. */
  startSeconds?: number;
  /** First cause of an early end; absent when the load ran its whole length. */
  firstCause?: Cause;
  /** Why we ended the load before its planned end although nothing was wrong (`--until-stable`); the rule in words. */
  endedEarly?: { rule: string; atMs: number };
  /** Under `--until-stable`: why the load had not settled when that was last looked at; of one that did later, what was before. */
  unsettled?: string;
  /** k6's exit code (https://github.com/grafana/k6, errext/exitcodes) or the signal that ended it. */
  k6?: { exitCode: number | null; signal: string | null; scriptExceptions: number };
  /** How the service ended, if it ended before we stopped it. */
  serviceExit?: ServiceExit;
  sampling: { taken: number; missed: number };
  /** What the service was asked for of itself, by form; absent when it never got so far. */
  probes?: string[];
  /** Paths that told nothing because they did not know who asked (401, 403); absent when there were none. */
  probesRefused?: string[];
  /** Absent when all that was asked told something each time, and where nothing was found there was nothing to say. */
  probesSilent?: ProbeSilence[];
  profiles: ProfileRecord[];
}

/** A profile that was asked for. */
export interface ProfileRecord {
  file: string;
  ok: boolean;
  why?: string;
  /**
   * `status`: the answer had another status than 200; `form`: it is no profile; `unanswered`: no answer came in time;
   * `skipped`: it was not asked for. Absent in runs before version 0.3.
   */
  problem?: 'status' | 'form' | 'unanswered' | 'skipped';
  /** Of the answer, where that is the problem. */
  status?: number;
}
