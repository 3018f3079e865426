/** The story of an anomaly in one sentence. */
import type { StoryOperation } from '../../contract/contract.ts';
import type { Anomaly } from './tally.ts';

export function sentence(anomaly: Anomaly, story: StoryOperation[]): string {
  const wrong = story.find(({ isWrong }) => isWrong);
  const others = story.filter((operation) => operation !== wrong);
  const other = others.at(-1);
  if (wrong === undefined) return '';
  if (other === undefined) return `${did(wrong)}, which nobody had written`;
  return SENTENCES[anomaly](wrong, other);
}

type Sentence = (wrong: StoryOperation, other: StoryOperation) => string;

const SENTENCES: Record<Anomaly, Sentence> = {
  'lost-update': (wrong, other) =>
    `clients ${other.client} and ${wrong.client} both changed ${wrong.key} ${from(wrong)} and both got an acknowledgement, at ${seconds(other.endSeconds)} and ${seconds(wrong.endSeconds)}: one of the two writes is lost`,
  'phantom-ack': (wrong, other) => `${did(other)}, but nobody ever saw it: ${did(wrong)}, which is older`,
  'stale-read': (wrong, other) => `${did(wrong)}, although ${before(other)}`,
  'version-back': (wrong, other) =>
    `${did(wrong)}, although it had itself read ${what(other)} at ${seconds(other.endSeconds)}`,
  'invented-value': (wrong, other) => {
    const [read, write] = wrong.op === 'read' ? [wrong, other] : [other, wrong];
    const refused = write.outcome === 'conflict' || write.outcome === 'fail';
    return refused
      ? `${did(read)}, whose write by client ${write.client} had been refused at ${seconds(write.endSeconds)}`
      : `${did(read)}, before client ${write.client} began to write it at ${seconds(write.beginSeconds)}`;
  },
};

/** What counts is when a read began, and when a write was acknowledged. */
function did(operation: StoryOperation): string {
  const { client, op, key, beginSeconds, endSeconds } = operation;
  return op === 'read'
    ? `client ${client} read ${what(operation)} of ${key} from ${seconds(beginSeconds)} on`
    : `client ${client}'s ${op} of ${key} (${what(operation)}) was acknowledged at ${seconds(endSeconds)}`;
}

function before(operation: StoryOperation): string {
  const { client, op, endSeconds } = operation;
  const at = seconds(endSeconds);
  if (op === 'read') return `client ${client} had read ${what(operation)} by ${at}`;
  if (op === 'remove') return `client ${client}'s removal was acknowledged at ${at}`;
  return `client ${client}'s ${op} of ${what(operation)} was acknowledged at ${at}`;
}

function what({ version, value }: StoryOperation): string {
  if (version !== undefined) return `version ${version}`;
  return value === undefined ? 'nothing there' : `value ${value}`;
}

function from({ basedOn }: StoryOperation): string {
  return basedOn === undefined ? 'from nothing' : `from version ${basedOn}`;
}

/** To the millisecond, which is what tells the operations apart. */
function seconds(value: number): string {
  return `${value.toFixed(3)} s`;
}
