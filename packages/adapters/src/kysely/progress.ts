/** How far a long piece of work has come: a step at a time, each counting up to a total of its own. */
export type Progress = { readonly step: string; readonly done: number; readonly total: number };

export type OnProgress = (progress: Progress) => void;
