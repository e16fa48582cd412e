/** A database's URL as it may be shown and logged: without the user, the password, and what follows the name. */
export function placeOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
