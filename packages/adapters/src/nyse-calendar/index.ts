export { nyseCalendar } from "./calendar.ts";
