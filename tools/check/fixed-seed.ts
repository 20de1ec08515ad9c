import fc from "fast-check";

/** Property tests ask the same questions in every run, so that CI's answer is the change's; FC_SEED asks others. */
fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? "20261124") });
