import type { MembershipDoc } from '@smart-latch/store';

/** Whether a membership counts now: not disabled, begun, not over. */
export const isActive = ({ disabled, notBefore, expiresAt }: MembershipDoc, nowMs: number): boolean =>
  !disabled && (!notBefore || notBefore.getTime() <= nowMs) && (!expiresAt || nowMs < expiresAt.getTime());
