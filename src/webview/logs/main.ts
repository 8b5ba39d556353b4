/** Entry of the log panel's page: joins the element in the body to its host. */

import { adoptPageStyles } from '../ui/theme.ts';
import { connectHost } from '../ui/vscodeApi.ts';
import { LogPanel } from './logPanel.ts';
import type { LogPanelState } from './logPanelState.ts';

adoptPageStyles();
const panel = document.querySelector('lambda-log-panel');
if (panel instanceof LogPanel) panel.connect(connectHost<LogPanelState>());
