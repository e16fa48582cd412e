/** A call that changes files, a moment at which something was told, or what makes a change last. */
export type Call =
  | { readonly call: "open"; readonly path: string; readonly fd: number; readonly creates: boolean }
  | { readonly call: "write"; readonly fd: number; readonly offset: number; readonly data: Buffer }
  | { readonly call: "truncate"; readonly fd: number; readonly size: number }
  | { readonly call: "sync"; readonly fd: number }
  | { readonly call: "unlink"; readonly path: string }
  | { readonly call: "tell"; readonly text: string };

/** What the tracer is to write down, whole and in hexadecimal. */
export const RECORDING: readonly string[] = [
  "-xx",
  "-s",
  "1000000",
  "-e",
  "trace=openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink",
];

/** What changes a file in ways that nothing here can play back: such a call must not be overlooked. */
export const UNPLAYABLE =
  "pwritev,pwritev2,writev,truncate,fallocate,rename,renameat,renameat2,unlinkat,link,linkat,mkdir,copy_file_range,sendfile,io_submit";

/**
 * The calls of a trace, in the order in which they were made: SQLite makes all of its own on one thread. Failed ones
 * have changed nothing. Throws at a line that it does not know, since a call passed over would spoil every image.
 */
export function callsIn(trace: string): readonly Call[] {
  let facts = -1;
  return trace
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("+++") && !/ = -1 E\w+ /.test(line))
    .flatMap((line): readonly Call[] => {
      const call = callOf(line);
      if (call.call === "open" && call.path.endsWith("/facts")) {
        // Never closed, so that its number is no other file's later.
        facts = call.fd;
        return [];
      }
      if (call.call === "write" && call.fd === facts) return [{ call: "tell", text: call.data.toString("utf8") }];
      return [call];
    });
}

const BYTES = '"((?:\\\\x[0-9a-f]{2})*)"';
const FORMS: readonly (readonly [RegExp, (groups: readonly string[]) => Call])[] = [
  [
    new RegExp(`^openat\\(AT_FDCWD, ${BYTES}, (\\S+?)(?:, \\d+)?\\) = (\\d+)$`),
    ([path = "", flags = "", fd]) => ({
      call: "open",
      path: bytesOf(path).toString("utf8"),
      fd: Number(fd),
      creates: flags.split("|").includes("O_CREAT"),
    }),
  ],
  [
    new RegExp(`^pwrite64\\((\\d+), ${BYTES}, \\d+, (\\d+)\\) = (\\d+)$`),
    ([fd, data = "", offset, written]) => ({
      call: "write",
      fd: Number(fd),
      offset: Number(offset),
      data: bytesOf(data).subarray(0, Number(written)),
    }),
  ],
  [
    new RegExp(`^write\\((\\d+), ${BYTES}, \\d+\\) = \\d+$`),
    ([fd, data = ""]) => ({ call: "write", fd: Number(fd), offset: 0, data: bytesOf(data) }),
  ],
  [/^ftruncate\((\d+), (\d+)\) = 0$/, ([fd, size]) => ({ call: "truncate", fd: Number(fd), size: Number(size) })],
  [/^(?:fsync|fdatasync)\((\d+)\) = 0$/, ([fd]) => ({ call: "sync", fd: Number(fd) })],
  [
    new RegExp(`^unlink\\(${BYTES}\\) = 0$`),
    ([path = ""]) => ({ call: "unlink", path: bytesOf(path).toString("utf8") }),
  ],
];

function callOf(line: string): Call {
  const text = line.replace(/\s+= (-?\d+)$/, " = $1");
  for (const [form, make] of FORMS) {
    const match = form.exec(text);
    if (match) return make(match.slice(1));
  }
  throw new Error(`the trace has a call that cannot be played: ${line.slice(0, 200)}`);
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll("\\x", ""), "hex");
}
