export { CardError, type CardReader } from './cards/card-reader.ts';
export { blankCard, issueCard, writeTag } from './cards/issue.ts';
export { identifyCard, readUrl } from './cards/ntag424.ts';
export { PcscReader } from './cards/pcsc-reader.ts';
export { type CardKeys, makeBlank, personalise } from './cards/personalise.ts';
export { type CardServer, cardServer } from './cards/server.ts';
export { newSoftwareCard, SoftwareCard, type SoftwareCardState, softwareCardAt } from './cards/software-card.ts';
export { EXIT } from './server/exit.ts';
export { sessionFile } from './server/kept-session.ts';
