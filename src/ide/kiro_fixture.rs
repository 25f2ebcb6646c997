//! A spec of Kiro whose numbers are referred to in every way, for tests.

pub const SPEC: &str = "
//- /.kiro/specs/bikes/requirements.md
# Requirements
### Requirement 1: Rent 😀
**User Story:** As a rider, I want a bike.
#### Acceptance Criteria
1. WHEN a rider pays
   THEN the bike SHALL open
2. IF it rains THEN it SHALL stay

### Requirement 3: Return
1. a
3. c
//- /.kiro/specs/bikes/design.md
See Requirement 3.3.
### Property 1: Paid bikes open
**Validates: Requirements 1.1, 3**
//- /.kiro/specs/bikes/tasks.md
- [x] 1. Locks
  - _Requirements: 1.1, 1.2_
- [ ] 3. Returns
  - [ ] 3.1 Open ways of return (P)
    - Property 1
    - _Requirements: 3.3_
  - [ ] 3.4 Ends
    - _Depends: 3.1, 1_
    - _Requirements: 1.1-2, 3.2_
//- /.kiro/specs/cars/tasks.md
- [ ] 1. A
  - _Requirements: 1.1_
";

/// The spec with the cursor before the first `wanted`.
pub fn at(wanted: &str) -> String {
    let mut text = SPEC.to_owned();
    text.insert_str(text.find(wanted).expect("wanted"), "$0");
    text
}
