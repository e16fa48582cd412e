/** A value that has passed its parser: the plain type alone is not assignable to it. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };
