export type { MailFailure } from "./failure.ts";
export { fileMail, type FileMailOptions, type WrittenMail } from "./file.ts";
export { smtpMail, type SmtpMail, type SmtpMailOptions } from "./smtp.ts";
