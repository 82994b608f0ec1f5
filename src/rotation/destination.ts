/** Bytes. GitHub says 48 KB for the value of a secret. */
export const LARGEST_VALUE = 49_152;

/** What a destination says about the secret before anything is written. */
export interface StoredSecret {
  /** When it was last written, by the clock of the destination; undefined: there is none yet. */
  readonly updatedAt: Date | undefined;
}

/**
 * A place that stores one secret. One file each in `destinations`.
 *
 * Every function may throw a Failure E_DESTINATION that names the place, what it answered and what to
 * do next, and never the value.
 */
export interface Destination {
  /** For people: `secret CALM_KEY of acme/portal, environment prod`. */
  readonly label: string;
  /** Reads all that `store` needs: public key, visibility, selected repositories. Changes nothing. */
  check(): Promise<StoredSecret>;
  /**
   * Writes the value, sealed for a public key that is fetched anew, and keeps visibility and selected
   * repositories. Storing the same value again changes nothing but the time.
   *
   * @param value at most LARGEST_VALUE.
   */
  store(value: string): Promise<void>;
}
