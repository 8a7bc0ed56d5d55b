export { type Cast, type CastPicture, makeCast } from './cast.ts';
export { type ApiClient, openApiClient } from './demo/api-client.ts';
export { type Home, provisionHome } from './demo/provision.ts';
export { type OpenStage, openStage } from './demo/stage.ts';
export { type Moment, openTimeline } from './demo/timeline.ts';
export { type Doors, provisionDoors } from './firmware/doors.ts';
export { type Latchd, startLatchd } from './firmware/latches.ts';
export { type Stack, type StackOptions, startStack } from './stack.ts';
