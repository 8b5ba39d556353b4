/** Sets CSS properties through the CSSOM: the panels' policy forbids `style` attributes, and with them lit's `styleMap`. */

import { type ElementPart, noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';

class LengthsDirective extends Directive {
  override render(_properties: Readonly<Record<string, string>>): unknown {
    return noChange;
  }

  override update(part: ElementPart, [properties]: [Readonly<Record<string, string>>]): unknown {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) {
      if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
    }
    return noChange;
  }
}

/** An element directive: `<i ${lengths({ '--start': '3%' })}></i>`. A property that was set stays until it is set again. */
export const lengths = directive(LengthsDirective);
