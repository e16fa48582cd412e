import { EDIT_NAMES, edited, type EditName } from "./edits.ts";
import { FAULTS, type FaultName } from "./faults.ts";
import { NOTICE_NAMES, type Notice, type NoticeKey } from "./notices.ts";

/** What is answered in place of everything: `{}` in an outage and for a function that was taken away. */
type BodyName = "empty-list" | "empty-quote" | "outage-empty-object";

const BODIES: Readonly<Record<BodyName, unknown>> = {
  "empty-list": [],
  "empty-quote": { "Global Quote": {} },
  "outage-empty-object": {},
};

export type Misbehaviour = BodyName | EditName | FaultName | Notice;

/** The names of all misbehaviours. */
export const MISBEHAVIOURS: readonly Misbehaviour[] = [
  ...(Object.keys(FAULTS) as FaultName[]),
  ...(Object.keys(BODIES) as BodyName[]),
  ...EDIT_NAMES,
  ...NOTICE_NAMES,
];

/** Any text at all; as JSON with status 200 unless told otherwise. */
export type FakeAnswer = { readonly body: string; readonly status?: number; readonly type?: string };

export type MisbehaveOptions = {
  /** For how many requests; for all that follow when left out. */
  readonly times?: number;
  /** For requests of this function only. */
  readonly only?: string;
  /** What a notice is under; where it has been seen when left out. */
  readonly under?: NoticeKey;
};

/** What was asked for by `misbehave`, and how often it is still to happen. */
export type Standing = MisbehaveOptions & { readonly how: FakeAnswer | Misbehaviour; left: number };

/** A body in an honest one's place, for all misbehaviours that still answer JSON. */
export function misbehavedBody(how: BodyName | EditName, honest: unknown): unknown {
  return isBody(how) ? BODIES[how] : edited(honest, how);
}

function isBody(how: string): how is BodyName {
  return Object.hasOwn(BODIES, how);
}

export function isFault(how: Misbehaviour): how is FaultName {
  return Object.hasOwn(FAULTS, how);
}

export function isNotice(how: Misbehaviour): how is Notice {
  return (NOTICE_NAMES as readonly string[]).includes(how);
}
