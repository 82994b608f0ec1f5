import { btpIssuer } from './btp-issuer.ts';
import { describeKillMatrix } from './kill-matrix.ts';

describeKillMatrix('API credentials of XSUAA', { startIssuer: btpIssuer });
