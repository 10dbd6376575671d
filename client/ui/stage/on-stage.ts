import './sharing/sharing-bar.ts';
import './stage.ts';
