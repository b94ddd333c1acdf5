//! The certificate refuses whatever is not the best: the control arm of every test that trusts it.
