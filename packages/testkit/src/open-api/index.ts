export * from "./answers.ts";
export * from "./document.ts";
