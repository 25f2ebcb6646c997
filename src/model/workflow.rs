#[derive(Debug, Default, PartialEq, Eq)]
pub struct Machine {
    pub states: Vec<()>,
}
impl Machine {
    pub fn seed() -> std::sync::Arc<Machine> {
        Default::default()
    }
    pub fn read(_: &str, _: &crate::syntax::yaml::Yaml) -> Machine {
        Machine::default()
    }
}
