import type { ProcessEvent } from './process.events.js';

/** Says in few words what an event of a process is about, without any data of people: names, steps, times and codes. */
export const describeProcessEvent = (event: ProcessEvent): string => {
  switch (event.type) {
    case 'InputTaken':
      return `${event.data.source} ${event.data.input.type}`;
    case 'CommandOrdered':
      return `${event.data.step}: ${event.data.command.type}`;
    case 'TimerStarted':
      return `${event.data.name} due ${event.data.dueAt}`;
    case 'TimerCancelled':
      return event.data.name;
    case 'Escalated':
      return event.data.code;
    case 'RetryOrdered':
      return 'ordered again';
    case 'ProcessAdvanced':
      return 'seen to by hand';
  }
};
