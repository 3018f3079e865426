/** What a person sees while a run goes on: stderr only. A live block on a terminal, plain lines elsewhere. */
import type { Sample } from '../../contract/contract.ts';
import type { Progress } from '../../run/progress.ts';
import { hideInOwnText } from '../../secrets/secrets.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { clockText } from '../../text/numbers.ts';
import { plainText } from '../../text/plain-text.ts';
import { liveBlock } from './block.ts';
import { coloured, isOnTerminal, usesColours } from './colours.ts';
import { etaText, loadText, scenarioBar, suiteBar, type Turn, targetText } from './texts.ts';

/** What is shown, and how. */
interface View {
  note(line: string): void;
  begin(turn: Turn): void;
  show(turn: Turn, load: Snapshot | undefined, sample: Sample, before: Sample | undefined): void;
}

/** @param interrupted when it aborts, somebody else has written to the terminal. */
export function startProgress(
  interrupted: AbortSignal,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  const isTerminal = isOnTerminal(stream);
  const colours = usesColours(stream);
  const view = isTerminal ? blockView(stream, interrupted) : lineView(stream);
  const note = (line: string) => view.note(hideInOwnText(line));
  const runStartedAtMs = Date.now();
  let name = '';
  return {
    note: (line) => note(plainText(line)),
    scenario(index, of, title, expectedSeconds, restSeconds) {
      name = `[${index}/${of}] ${plainText(title)}`;
      const turn: Turn = {
        index,
        of,
        title,
        expectedSeconds,
        restSeconds,
        startedAtMs: Date.now(),
        runStartedAtMs,
      };
      view.begin(turn);
      let before: Sample | undefined;
      return {
        show(load, sample) {
          view.show(turn, load, sample, before);
          before = sample;
        },
      };
    },
    verdict(status, message) {
      const end = message === '' ? '' : ` - ${plainText(message)}`;
      note(`${name}: ${colours ? coloured(status, status) : status}${end}`);
    },
  };
}

function blockView(stream: NodeJS.WriteStream, interrupted: AbortSignal): View {
  const block = liveBlock(stream);
  interrupted.addEventListener('abort', block.leave);
  const draw = (turn: Turn, numbers: string) =>
    block.draw([...(turn.of === 1 ? [] : [suiteBar(turn)]), scenarioBar(turn), numbers]);
  return {
    note: block.above,
    begin: (turn) => draw(turn, 'the service is starting'),
    show: (turn, load, sample, before) => draw(turn, `${loadText(load)} | ${targetText(sample, before)}`),
  };
}

/** Off a terminal a line this often shows that the run is alive, without filling a CI log. */
const PLAIN_INTERVAL_MS = 10_000;

function lineView(stream: NodeJS.WriteStream): View {
  const note = (line: string) => void stream.write(`${line}\n`);
  let shownAt = 0;
  return {
    note,
    begin({ index, of, title, expectedSeconds, restSeconds }) {
      shownAt = Date.now();
      note(
        `[${index}/${of}] ${title}: about ${clockText(expectedSeconds)}, run ends in about ${clockText(restSeconds)}`,
      );
    },
    show(turn, load, sample, before) {
      if (Date.now() - shownAt < PLAIN_INTERVAL_MS) return;
      shownAt = Date.now();
      const { index, of, title } = turn;
      note(`[${index}/${of}] ${title} ${etaText(turn)} | ${loadText(load)} | ${targetText(sample, before)}`);
    },
  };
}
