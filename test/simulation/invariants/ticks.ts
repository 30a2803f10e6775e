/** Whether the event is the minute's tick: the one that is never ignored and always looks at the whole fleet. */
export function isTick(event: unknown): boolean {
  return (
    typeof event === 'object' &&
    event !== null &&
    'detail-type' in event &&
    event['detail-type'] === 'Scheduled Event'
  );
}
