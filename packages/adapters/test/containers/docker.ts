import { getContainerRuntimeClient } from "testcontainers";

/** Whether containers can be had; if not, says once what does not run for the want of them. */
export async function isDockerThere(what: string): Promise<boolean> {
  try {
    await getContainerRuntimeClient();
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The suites over ${what} did not run, since there is no Docker here: ${why}\n`);
    return false;
  }
}

/** What starts a container, of which it is said when that cannot be had: what is thrown need not tell of which image. */
export async function started<Container>(image: string, start: () => Promise<Container>): Promise<Container> {
  try {
    return await start();
  } catch (cause) {
    throw new Error(`${image} did not start, and so nothing was run. --project=IMAGE runs another one's alone.`, {
      cause,
    });
  }
}
