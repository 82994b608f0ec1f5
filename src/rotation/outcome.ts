/** What a run of the rotation has done, or would do. */
export type RotationState =
  | 'not-due'
  | 'rotated'
  | 'planned'
  | 'retired'
  | 'stale-snapshot'
  | 'needs-a-person'
  | 'failed';

export interface DestinationOutcome {
  readonly label: string;
  readonly state: 'unchanged' | 'written' | 'failed';
}

export interface RotationOutcome {
  readonly state: RotationState;
  /** What the destinations hold now. */
  readonly credentialName: string | undefined;
  readonly createdAt: Date | undefined;
  readonly nextRotationAt: Date | undefined;
  /** Names of ours that are alive and no longer, or never, stored. */
  readonly retirePending: readonly string[];
  readonly destinations: readonly DestinationOutcome[];
  /** What people should know, in sentences. */
  readonly notes: readonly string[];
}
