/** The panel's parts that are about runs, put together: the one in flight, the kept ones, repeated ones, other targets, answers. */

import { systemClock } from '../../base/clock.ts';
import { messageOf } from '../../base/humanError.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Channel } from '../../protocol/channel.ts';
import type { InvokeHostMessages, InvokeViewMessages } from '../../protocol/invokeChannel.ts';
import type { InvokeIntent } from '../../protocol/invokePanel.ts';
import { Elsewhere } from './elsewhere.ts';
import { RepeatControl } from './repeatControl.ts';
import type { ResultActions } from './resultActions.ts';
import { RunControl } from './runControl.ts';
import { RunRecords } from './runRecords.ts';
import { TargetQuestion } from './targetQuestion.ts';

type HostChannel = Channel<InvokeViewMessages, InvokeHostMessages>;

/** What these parts need of their panel. */
export interface RunPartsHolder {
  /** `undefined` until the panel is connected. */
  channel(): HostChannel | undefined;
  /** The event and the choices of a run are the ones to work on; undo leads back. */
  take(intent: InvokeIntent): void;
  invoke(): void;
  /** What the panel holds; `undefined` where it cannot be sent, which is said. */
  sendable(): InvokeIntent | undefined;
  /** Speaks to a screen reader. */
  say(sentence: string): void;
  changed(): void;
}

export class RunParts implements Disposable {
  readonly control: RunControl;
  readonly records: RunRecords;
  readonly repeat: RepeatControl;
  readonly targets: TargetQuestion;
  readonly elsewhere: Elsewhere;
  readonly actions: ResultActions;

  constructor(holder: RunPartsHolder) {
    const host = new HostOf(() => holder.channel());
    const changed = () => holder.changed();
    this.control = new RunControl({
      clock: systemClock,
      send: (intent, isCold) => host.request(isCold ? 'invokeCold' : 'invoke', intent),
      cancel: () => {
        host.send('cancel', undefined);
        host.send('cancelElsewhere', undefined);
      },
      ticked: changed,
    });
    this.records = new RunRecords(holder, (name, argument) => host.request(name, argument));
    const repeatHolder = {
      sendable: () => holder.sendable(),
      stop: () => host.send('stopRepeat', undefined),
      say: (sentence: string) => holder.say(sentence),
      changed,
    };
    this.repeat = new RepeatControl(repeatHolder, (name, argument) => host.request(name, argument));
    this.elsewhere = new Elsewhere((name, argument) => host.request(name, argument), changed);
    this.targets = new TargetQuestion(() => host.request('targetChoices', undefined), changed);
    this.actions = answerActions(host, this.records, this.elsewhere, (sentence) => holder.say(sentence));
  }

  dispose(): void {
    this.control.dispose();
    this.elsewhere.dispose();
  }
}

/** The host's side of the panel from the moment on that there is one. */
class HostOf {
  readonly #channel: () => HostChannel | undefined;

  constructor(channel: () => HostChannel | undefined) {
    this.#channel = channel;
  }

  readonly send: HostChannel['send'] = (name, body) => this.#channel()?.send(name, body);

  readonly request: HostChannel['request'] = (name, argument) =>
    this.#channel()?.request(name, argument) ?? Promise.reject(new Error('The panel is not open yet'));
}

function answerActions(
  host: HostOf,
  records: RunRecords,
  elsewhere: Elsewhere,
  say: (sentence: string) => void,
): ResultActions {
  return {
    openFrame: (frame) => host.send('openFrame', frame),
    tailLogs: () => host.send('tailLogs', undefined),
    showRequest: (requestId) => {
      // An earlier run was of this target, whatever was compared since.
      const targetId = records.earlier === undefined ? elsewhere.shownTargetId : undefined;
      host.send('showRequest', targetId === undefined ? { requestId } : { requestId, targetId });
    },
    copy: (text) => {
      host.send('copy', { text });
      say('Copied');
    },
    showNewest: () => records.showNewest(),
    answerBefore: () => records.answerBefore(),
    save: (answer) => {
      host.request('saveAnswer', answer).then(
        ({ isSaved }) => isSaved && say('Saved'),
        (error: unknown) => say(`Not saved: ${messageOf(error)}`),
      );
    },
    runRefusalAction: (command) => host.send('refusalAction', { command }),
    // What cannot be read is as good as not there: the answer itself is what one wants to see.
    expectedAnswer: (name) =>
      host.request('expectedAnswer', { name }).then(
        ({ text }) => text ?? undefined,
        () => undefined,
      ),
    saveExpectedAnswer: (name, text) =>
      host.request('saveExpectedAnswer', { name, text }).then(
        () => {
          say('Saved as expected answer');
          return true;
        },
        (error: unknown) => {
          say(`Not saved: ${messageOf(error)}`);
          return false;
        },
      ),
  };
}
