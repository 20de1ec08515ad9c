/** The only source of time. Stages take the result as an argument. */
export interface Clock {
  now(): Date;
}
