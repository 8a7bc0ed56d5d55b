import type { AskJob, DeviceJob, DueJob, SeenJob } from '@smart-latch/protocol';
import type { AccessDeps } from '../deps.ts';
import { admitFrame } from './admit-frame.ts';
import { answerQuestion } from './answer.ts';
import { onDue } from './due.ts';
import { enrolSeenView } from './enrol-view.ts';
import { judgeFace } from './judge-face.ts';
import { recordDeviceEvent, recordHint, recordState } from './record-device.ts';
import { recordResult } from './record-result.ts';
import { startAttempt } from './start-attempt.ts';

/** Which handler a device's message goes to: one row a topic that a device may send on. */
export const onDeviceMessage = async (deps: AccessDeps, job: DeviceJob): Promise<void> => {
  switch (job.topic) {
    case 'nfc/tap':
      return startAttempt(deps, job);
    case 'face/frame':
      return admitFrame(deps, job);
    case 'result/unlock':
      return recordResult(deps, job, 'unlock');
    case 'result/deny':
      return recordResult(deps, job, 'deny');
    case 'result/capture':
      return recordResult(deps, job, 'capture');
    case 'result/challenge':
      return recordResult(deps, job, 'challenge');
    case 'result/lock':
      return recordResult(deps, job, 'lock');
    case 'result/reboot':
      return recordResult(deps, job, 'reboot');
    case 'state':
      return recordState(deps, job);
    case 'info':
      return recordHint(deps, job, 'info');
    case 'reported':
      return recordHint(deps, job, 'reported');
    case 'evt/lock':
    case 'evt/door':
    case 'evt/alarm':
      return recordDeviceEvent(deps, job, job.topic);
    default:
      return;
  }
};

export const onSeen = (deps: AccessDeps, job: SeenJob): Promise<void> =>
  job.subject.kind === 'attempt' ? judgeFace(deps, job, job.subject) : enrolSeenView(deps, job, job.subject);

export const onAsk = (deps: AccessDeps, job: AskJob): Promise<void> => answerQuestion(deps, job);
export const onAlarmClock = (deps: AccessDeps, job: DueJob): Promise<void> => onDue(deps, job);
