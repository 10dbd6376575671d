import './sharing-bar.ts';
import './stage.ts';
