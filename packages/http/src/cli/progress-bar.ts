import { Presets, SingleBar } from "cli-progress";

type Progress = { readonly step: string; readonly done: number; readonly total: number };

export type Shown = { readonly on: (progress: Progress) => void; readonly end: () => void };

/** Shows how far it is: a bar for each step on a terminal, elsewhere a line when a step begins. */
export function progressOn(stream: NodeJS.WriteStream): Shown {
  return stream.isTTY ? bars(stream) : lines(stream);
}

function lines(stream: NodeJS.WritableStream): Shown {
  let known = "";
  return {
    on({ step }) {
      if (step !== known) stream.write(`${step} …\n`);
      known = step;
    },
    end: () => undefined,
  };
}

function bars(stream: NodeJS.WritableStream): Shown {
  let known = "";
  let bar: SingleBar | null = null;
  const end = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    on({ step, done, total }) {
      if (step !== known) {
        end();
        bar = new SingleBar(
          // It would catch Ctrl-C, and no event comes through while a file is read.
          { stream, format: `${step.padEnd(21)} {bar} {percentage} %`, gracefulExit: false, hideCursor: false },
          Presets.shades_classic,
        );
        bar.start(total, done);
        known = step;
      }
      bar?.setTotal(total);
      bar?.update(done);
    },
    end,
  };
}
