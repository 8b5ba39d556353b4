/** Entry of the invoke panel's page: joins the element in the body to its host. */

import type { InvokePanelState } from '../../protocol/invokePanel.ts';
import { adoptPageStyles } from '../ui/theme.ts';
import { connectHost } from '../ui/vscodeApi.ts';
import { InvokePanel } from './invokePanel.ts';

adoptPageStyles();
const panel = document.querySelector('lambda-invoke-panel');
if (panel instanceof InvokePanel) panel.connect(connectHost<InvokePanelState>());
