/** How many of those asked for last an adapter keeps in memory; the least recently used go first. */
export type Remembering = { readonly capacity?: number };
