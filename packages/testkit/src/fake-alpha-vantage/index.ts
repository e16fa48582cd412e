export { fakeAlphaVantage, type FakeAlphaVantage, type FakeAlphaVantageOptions } from "./fake-alpha-vantage.ts";
export type { FakeRequest } from "./answers.ts";
export { PLAN_LIMITS, type FakeLimits, type FakePlan } from "./limits.ts";
export type { FakePrices } from "./market.ts";
export { MISBEHAVIOURS, type FakeAnswer, type MisbehaveOptions, type Misbehaviour } from "./misbehaviour.ts";
export { NOTICE_NAMES, noticeBody, type Notice, type NoticeKey } from "./notices.ts";
