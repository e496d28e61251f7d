//! The engine on public networks, and on bytes that nobody meant as one.

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod public;
