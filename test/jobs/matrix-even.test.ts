import { tellStories } from '../support/matrix.ts';

tellStories(0);
