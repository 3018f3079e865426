/** The part of d3-flame-graph that is used; the package brings no types. */
declare module 'd3-flame-graph' {
  import type { Selection } from 'd3-selection';
  import type { Flame } from './data.ts';

  export interface Frame {
    data: Flame;
    /** Borders as shares of the whole width. */
    x0: number;
    x1: number;
    highlight?: boolean;
  }

  interface FlameGraph {
    (selection: Selection<HTMLElement, Flame, null, undefined>): void;
    width(px: number): FlameGraph;
    cellHeight(px: number): FlameGraph;
    minFrameSize(px: number): FlameGraph;
    transitionDuration(ms: number): FlameGraph;
    inverted(rootOnTop: boolean): FlameGraph;
    setDetailsElement(element: HTMLElement): FlameGraph;
    setLabelHandler(label: (frame: Frame) => string): FlameGraph;
    setColorMapper(colour: (frame: Frame, usual: string) => string): FlameGraph;
  }

  export default function flamegraph(): FlameGraph;
}
