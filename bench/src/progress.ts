export interface Progress {
  /** Says what comes next; on a terminal a bar of `total` steps follows, elsewhere plain lines. */
  begin(what: string, total?: number): void;
  step(): void;
  end(): void;
}

const WIDTH = 30;
const QUARTERS = 4;

/** Progress on standard error, so that standard output holds nothing but figures. */
export const openProgress = (out: NodeJS.WriteStream = process.stderr): Progress => {
  let what = '';
  let total = 0;
  let done = 0;
  const draw = (): void => {
    const share = total === 0 ? 0 : done / total;
    const full = Math.round(share * WIDTH);
    const bar = total === 0 ? '' : ` [${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${done}/${total}`;
    out.write(`\r\u001b[2K${what}${bar}`);
  };
  const end = (): void => {
    if (out.isTTY && what !== '') out.write('\n');
    what = '';
  };
  return {
    begin(next, steps = 0) {
      end();
      [what, total, done] = [next, steps, 0];
      if (out.isTTY) draw();
      else out.write(`${what}\n`);
    },
    step() {
      done += 1;
      if (out.isTTY) return draw();
      const quarter = Math.ceil(total / QUARTERS);
      if (done === total || done % quarter === 0) out.write(`  ${done}/${total}\n`);
    },
    end,
  };
};
