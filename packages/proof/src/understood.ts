/** What the arguments ask for. What is wrong with them is said in a line, and ends the process with 2. */
export function understood<Asked>(read: () => Asked): Asked {
  try {
    return read();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(2);
  }
}
